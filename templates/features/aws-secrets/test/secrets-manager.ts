import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that speaks the protocol of AWS Secrets Manager, as far as one secret needs it. */
export interface SecretsManager {
  /** For the environment of whoever asks it. */
  env: Record<string, string>;
  /** How often it was asked. */
  asked: () => number;
  /** What it answers from now on: the text of the secret, or how it fails. */
  answer: (next: string | Failure) => void;
  close: () => Promise<void>;
}

export type Failure = { error: string } | { silent: true } | { garbage: string };

const ID = 'production/service';

export async function startSecretsManager(): Promise<SecretsManager> {
  let next: string | Failure = '{}';
  let asked = 0;

  const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked += 1;
    const { authorization = '', 'x-amz-target': target } = request.headers;
    const isSigned = /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/eu-west-1\/secretsmanager\//;
    if (target !== 'secretsmanager.GetSecretValue' || !isSigned.test(authorization)) {
      sendError(response, 'InvalidRequestException');
    } else if (JSON.parse(body).SecretId !== ID) {
      sendError(response, 'ResourceNotFoundException');
    } else if (typeof next === 'string') {
      send(response, 200, JSON.stringify({ Name: ID, VersionId: '1', SecretString: next }));
    } else if ('garbage' in next) send(response, 200, next.garbage);
    else if ('error' in next) sendError(response, next.error);
  };
  const server = createServer((request, response) => void answerTo(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SECRET_ID: ID,
    },
    asked: () => asked,
    answer: (one) => {
      next = one;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function sendError(response: ServerResponse, type: string): void {
  send(
    response,
    400,
    JSON.stringify({ __type: type, message: `${type} of arn:aws:iam::1:user/me` }),
  );
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
}
