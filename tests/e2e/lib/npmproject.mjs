// SPDX-License-Identifier: GPL-3.0-or-later
// A project that has installed r2cache-remotion as npm would: from the packed archive.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';
import { temporaryFolder } from './service.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));

/** The package's sources, as prepare.sh has put them here. */
export const packageSource = join(here, 'npm');

/** Packs it. @return {archive: path, files: the names in it} */
export async function packed() {
    const folder = temporaryFolder();
    const { stdout } = await run('npm', ['pack', '--json', `--pack-destination=${folder}`], {
        cwd: packageSource,
        env: { PATH: process.env.PATH, HOME: folder, npm_config_update_notifier: 'false' },
    });
    const [{ filename, files }] = JSON.parse(stdout);
    return { archive: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/**
 * A folder with the package in its node_modules, removed when the test program ends. It lies beside
 * these tests, so that Remotion and the like are found in theirs.
 * @param from  what else is in it: a folder to copy.
 */
export async function npmProject({ from } = {}) {
    const folder = mkdtempSync(join(here, 'npm-project-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    if (from) cpSync(from, folder, { recursive: true });
    const target = join(folder, 'node_modules', 'r2cache-remotion');
    await mkdir(target, { recursive: true });
    const { archive } = await packed();
    await run('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
    return folder;
}
