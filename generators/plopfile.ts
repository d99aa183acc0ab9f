import type { NodePlopAPI } from 'plop';
import { client } from './client.ts';
import { resource } from './resource.ts';

/** Every generator of the kit. A service's plopfile is this function. */
export default function plopfile(plop: NodePlopAPI): void {
  client(plop);
  resource(plop);
}
