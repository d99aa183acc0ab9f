/** A reason for which programs fail, found by what they print, and what can be done about it. */
interface Cause {
  printed: RegExp;
  /** Full sentences; `$1` stands for what the pattern found. */
  advice: string[];
}

const DISK_FULL: Cause = {
  printed: /ENOSPC|no space left on device|disk quota exceeded/i,
  advice: ['The disk is full: make room on it.'],
};

const INSTALL: Cause[] = [
  DISK_FULL,
  {
    printed: /ERESOLVE|ERR_PNPM_PEER_DEP_ISSUES/,
    advice: [
      'Packages in package.json want different versions of a third one; the lines above name it. Change the version of one of them.',
      'Or install with what is there all the same: npm install --legacy-peer-deps.',
    ],
  },
  {
    printed:
      /SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_(?:HAS_EXPIRED|UNTRUSTED)|self.signed certificate/i,
    advice: [
      'A proxy or a registry shows a certificate that Node does not know: put its file into NODE_EXTRA_CA_CERTS.',
    ],
  },
  {
    printed: /\bE40[13]\b|ENEEDAUTH|ERR_PNPM_FETCH_40[13]|\b40[13] (?:Unauthorized|Forbidden)/i,
    advice: [
      'The registry wants to know who you are: log in to it (npm login), or name another one in .npmrc.',
    ],
  },
  {
    printed: /\bE404\b|ETARGET|notarget|NO_MATCHING_VERSION|FETCH_404|404 Not Found/,
    advice: [
      'The registry does not have a package or version; the lines above name it. A mirror of your own may lack it (npm config get registry).',
      'If it is one of your own, add its registry to .npmrc; if the schema brought it, change or remove it in package.json.',
    ],
  },
  {
    printed:
      /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|network (?:request|connectivity)/i,
    advice: [
      'The registry could not be reached: look at the connection, at a proxy (npm config get proxy), and at the address (npm config get registry).',
    ],
  },
  {
    printed: /EINTEGRITY|ERR_PNPM_TARBALL_INTEGRITY/,
    advice: [
      'What was downloaded is not what was meant: empty the cache (npm cache clean --force).',
    ],
  },
  {
    printed: /\bEACCES\b|\bEPERM\b|\bEROFS\b|permission denied/i,
    advice: [
      "A folder can't be written to; the lines above name it. Make it yours (chown), or use another one.",
    ],
  },
  {
    printed: /EBADENGINE|Unsupported engine|is incompatible with this module/,
    advice: ['A package does not run on this Node: install the version that .nvmrc names.'],
  },
  {
    printed:
      /npm error path (\S+)[\s\S]*npm error command |ERR_PNPM_IGNORED_BUILDS|ELIFECYCLE|node-gyp/,
    advice: [
      'The install script of a package failed; the lines above say why. What it builds or downloads has to be possible on this machine.',
      'A package that the schema brought and the tables do not need can leave package.json.',
    ],
  },
];

const MIGRATE: Cause[] = [
  DISK_FULL,
  {
    printed: /extension "([^"]+)" is not available/,
    advice: [
      'The embedded Postgres has no extension $1: set DATABASE_URL and TEST_DATABASE_URL to a server that has it.',
    ],
  },
  {
    printed: /error while loading shared libraries: ([^\s:]+)/,
    advice: [
      'Postgres needs the library $1, which this machine does not have: install it.',
      'Or set DATABASE_URL and TEST_DATABASE_URL to a Postgres that you have.',
    ],
  },
  {
    printed: /could not (?:map|create|resize) (?:anonymous )?shared memory/i,
    advice: ['Postgres gets too little shared memory: in a container, raise --shm-size.'],
  },
  {
    printed:
      /Postgres did not start|could not make its data folder|is not installed: run npm install|can not run as root|On Windows, run this in WSL|mkfifo/,
    advice: [
      'The embedded Postgres does not run on this machine; the lines above say why.',
      'Or set DATABASE_URL and TEST_DATABASE_URL to a Postgres that you have.',
    ],
  },
];

const STATEMENT: Cause[] = [
  {
    printed: /function (\S+?)\(.*\) does not exist/,
    advice: [
      'It calls $1(), which is defined neither by Postgres nor by the schema: create it at the top of the first file in drizzle/.',
    ],
  },
  {
    printed: /type "([^"]+)" does not exist/,
    advice: [
      'The type $1 is made neither by Postgres nor by the schema: export its enum from the schema, or create it at the top of the first file in drizzle/.',
    ],
  },
  {
    printed: /there is no unique constraint matching given keys for referenced table "([^"]+)"/,
    advice: [
      'What a foreign key refers to has to be unique: give these columns of $1 a primary key or unique().',
    ],
  },
  {
    printed: /data type (\S+) has no default operator class for access method "([^"]+)"/,
    advice: ['Say an operator class for the index: .op(...).'],
  },
];

const GIT: Cause[] = [
  DISK_FULL,
  {
    printed: /dubious ownership|safe\.directory/,
    advice: [
      'The folder belongs to another user. If that is right: git config --global --add safe.directory "$PWD"',
    ],
  },
  {
    printed: /index\.lock/,
    advice: [
      'Another git works in the folder, or one was killed there: let it end, or remove .git/index.lock.',
    ],
  },
  {
    printed: /permission denied|read-only file system/i,
    advice: ["git can't write into the folder: make it yours (chown)."],
  },
];

const CAUSES = { install: INSTALL, migrate: MIGRATE, statement: STATEMENT, git: GIT };

/** What can be done about a failed step, by what its program printed; empty where that says nothing that is known. */
export function adviceFor(step: keyof typeof CAUSES, output: string): string[] {
  for (const { printed, advice } of CAUSES[step]) {
    const found = printed.exec(output);
    if (found) return advice.map((sentence) => sentence.replaceAll('$1', () => found[1] ?? ''));
  }
  return [];
}
