// SPDX-License-Identifier: GPL-3.0-or-later
// The same by Remotion's command line, which takes its props from a file:
//
//   node render-cli.mjs [props.json] [out/tour.mp4] [more options of "remotion render"]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withR2Cache } from 'r2cache-remotion';
import { outroUrl } from './src/outro.js';

const [propsFile = 'props.json', output = 'out/tour.mp4', ...more] = process.argv.slice(2);
const inputProps = JSON.parse(await readFile(propsFile, 'utf8'));

const { props, urlMappings, release } = await withR2Cache(inputProps, {
    urls: [outroUrl(inputProps)],
});
const folder = await mkdtemp(join(tmpdir(), 'tour-'));
try {
    const localProps = join(folder, 'props.json');
    await writeFile(localProps, JSON.stringify({ ...props, urlMappings }));
    const args = ['remotion', 'render', 'src/index.jsx', 'Tour', output, `--props=${localProps}`];
    const render = spawn('npx', [...args, ...more], { stdio: 'inherit' });
    const [code] = await once(render, 'close');
    process.exitCode = code ?? 1;
} finally {
    await rm(folder, { recursive: true, force: true });
    await release();
}
