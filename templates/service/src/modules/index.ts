import type { Module } from '../http/types';

export const modules: readonly Module[] = [];
