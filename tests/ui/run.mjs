// Runs the UI tests: builds the page, serves it on a free port, and gives every *.test.mjs here to node's test runner.
// `node tests/ui/run.mjs talk paging` runs only those. Pictures are kept in tests/output/ui.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { serve } from './house.mjs';

const here = import.meta.dirname;
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((one) => name.startsWith(one))))
  .map((name) => join(here, name));

const server = await serve();
process.env.SAMANTHA_UI = server.url;
let failed = false;
await new Promise((ended) => {
  run({ files, concurrency: 2, timeout: 900_000 })
    .on('test:fail', () => {
      failed = true;
    })
    .on('end', ended)
    .compose(spec)
    .pipe(process.stdout);
});
await server.end();
process.exitCode = failed ? 1 : 0;
