import { afterAll } from 'vitest';
import { watchAnswers } from './answers';
import { dropTestDatabase } from './database';

watchAnswers();
afterAll(dropTestDatabase);
