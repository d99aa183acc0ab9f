export function repairPulled(text: string): string { return text; }
