import { generate } from 'selfsigned';

/** Signs certificates of servers. */
export interface Authority {
  /** Its own certificate, by which what it signs is trusted. */
  pem: string;
  /** A certificate for a name, and its key. */
  sign: (host: string) => Promise<{ cert: string; key: string }>;
}

const kind = { keyType: 'ec', algorithm: 'sha256' } as const;

/** Made anew for each run, so that no key lies in the repository, and no certificate is ever over. */
export async function createAuthority(name: string): Promise<Authority> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const sign = async (host: string) => {
    const signed = await generate([{ name: 'commonName', value: host }], {
      ...kind,
      ca: { cert, key },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
    });
    return { cert: signed.cert, key: signed.private };
  };
  return { pem: cert, sign };
}
