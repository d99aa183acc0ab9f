import { afterAll } from 'vitest';
import { watchAnswers } from './answers';
import { dropTestDatabase } from './database';
import { watchQueryBudgets } from './query-budget';

watchAnswers();
watchQueryBudgets();
afterAll(dropTestDatabase);
