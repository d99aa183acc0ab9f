const FORM =
  /^(?<table>.+)=(?:(?<by>owner|tenant|parent):(?<column>.+?)(?::(?<may>read|write))?|(?<open>signed-in|admin))$/;

const WHO =
  'owner:<column>, tenant:<column> or parent:<column>, each also with :read or :write behind it, signed-in or admin';

/** The parts of a choice as it was written, by name: `table`, and `by` with `column` and perhaps `may`, or `open`; none where it can't be read. */
export function readChoice(choice: string): Record<string, string | undefined> {
  return FORM.exec(choice)?.groups ?? {};
}

/** What is wrong with choices as they are written; undefined when each can be read, and each names another table. */
export function accessProblem(choices: readonly string[]): string | undefined {
  const wrong = choices.find((choice) => !FORM.test(choice));
  if (wrong !== undefined) return `"${wrong}" is not <table>=<who>, where <who> is ${WHO}.`;
  const names = choices.map(tableIn);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? undefined : `${twice} is named twice: choose one.`;
}

/** The table that a choice is about, as it was written. */
export function tableIn(choice: string): string {
  return readChoice(choice)['table'] ?? '';
}
