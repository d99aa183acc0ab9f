// Each npm script and each file to start in dist/ runs this first: on an old Node, what it starts would end in a stack trace about
// something else, or later. CommonJS in plain words, because it is for the very versions that can not read the rest.
'use strict';

const { engines } = require('../package.json');

const wanted = /\d+(\.\d+)?/.exec(engines.node)[0];
const [major, minor = 0] = wanted.split('.').map(Number);
const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);

if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  console.error(
    `This service needs Node ${wanted} or newer, and this is ${process.versions.node}: ${wayOut()}.`,
  );
  process.exit(1);
}

function wayOut() {
  const newer = 'install a newer one (.nvmrc names it)';
  const manager = (process.env['npm_config_user_agent'] || 'npm').split('/')[0];
  // yarn would run the install script of the package `node` with that package, before it is there.
  return manager === 'yarn'
    ? newer
    : `${newer}, or let the service bring its own with \`${manager} install -D node@${major}\``;
}
