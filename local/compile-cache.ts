import { enableCompileCache } from 'node:module';

// Before all other imports: what follows is compiled once a version, not once a start.
enableCompileCache();
