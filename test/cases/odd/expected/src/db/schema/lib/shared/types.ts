export type Prefix = 'usr' | 'doc';
export interface Settings {
  theme: string;
}
