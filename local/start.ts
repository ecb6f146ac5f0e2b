import { becomeLean } from './lean-process.ts';
import './compile-cache.ts';

becomeLean();
await import('./serve.ts');
