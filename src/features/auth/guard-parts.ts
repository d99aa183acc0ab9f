import type { Part } from '../feature.ts';

/** Where sign-in is put into what every service has, whoever signs people in. */
export const guardParts: readonly Part[] = [
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'registerErrorHandlers(app)' },
    text: 'registerGuard(app);',
  },
  {
    path: 'src/config/variables.ts',
    at: 'imports',
    text: "import { authVariables } from '../auth/variables';",
  },
  {
    path: 'src/config/variables.ts',
    at: { object: ['variablesSchema'] },
    text: '...authVariables(environment)',
  },
  {
    path: 'src/http/guards.ts',
    at: { interface: 'Declaration' },
    text: `/** Whoever is not signed in may call the route, too. */
  public?: boolean;`,
  },
  {
    path: 'src/http/guards.ts',
    at: { after: 'body: schema?.body !== undefined,' },
    text: '\n    signedIn: config?.public !== true,',
  },
  {
    path: 'src/http/guards.ts',
    at: { after: '    routes.push(route);\n' },
    text: `    // Where src/app.ts was merged by hand, and without the guard, each of them would be open.
    if (config?.public !== true && !app.hasRequestDecorator('caller')) {
      throw new Error(\`\${url} is not public, and src/app.ts does not call registerGuard\`);
    }
`,
  },
  {
    path: 'src/http/health.ts',
    at: { after: 'const config = { quiet: true,' },
    text: ' public: true,',
  },
  {
    path: 'src/observability/request-log.ts',
    at: 'imports',
    text: "import { textOfUser } from '../auth/users';",
  },
  {
    path: 'src/observability/request-log.ts',
    at: { object: ['lineOf'] },
    text: '...(request.caller && { userId: textOfUser(request.caller.userId) })',
  },
  {
    path: 'test/module.ts',
    at: { after: 'routes: async (app) => {' },
    text: `
      app.addHook('onRoute', (route) => {
        route.config = { ...route.config, public: true };
      });`,
  },
  {
    path: 'test/declarations.test.ts',
    at: { after: 'const config = {' },
    text: ' public: true,',
  },
];
