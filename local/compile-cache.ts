import { enableCompileCache } from 'node:module';

// First of all imports: what follows is compiled once a version, not once a start.
enableCompileCache();
