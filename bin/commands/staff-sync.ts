import { api } from './api.ts';
import type { Command } from './command.ts';

export const staffSync: Command = {
  words: ['staff', 'sync'],
  summary: 'Bring the staff directory up to the deployed configuration',
  run: async () => {
    const { added, removed } = await api<{ added: string[]; removed: string[] }>({
      method: 'POST',
      path: '/v1/staff/sync',
    });
    process.stdout.write(
      `Added: ${added.join(', ') || 'nobody'}. Removed: ${removed.join(', ') || 'nobody'}.\n`,
    );
  },
};
