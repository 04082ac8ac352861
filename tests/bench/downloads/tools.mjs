// SPDX-License-Identifier: GPL-3.0-or-later
// The programs that download for comparison: how long each takes, and what it costs.
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const fetchScript = fileURLToPath(new URL('fetch.mjs', import.meta.url));

/** Seconds of CPU that a process has used. */
export async function cpuOf(pid) {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The most memory that a process ever had, in MB; 0 when it is gone. */
export async function peakMemoryOf(pid) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Runs one command. @return {seconds, cpu, memory}; throws if it fails. */
async function run(command, args, cwd) {
    const begun = performance.now();
    // The shell's own "time" tells what its child has used.
    const line = 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>stderr';
    const child = spawn('bash', ['-c', line, command, ...args], { cwd });
    let times = '';
    child.stderr.on('data', (data) => (times += data));
    let memory = 0;
    const watch = setInterval(async () => {
        const path = `/proc/${child.pid}/task/${child.pid}/children`;
        const pid = (await readFile(path, 'utf8').catch(() => '')).split(' ')[0];
        if (pid) memory = Math.max(memory, await peakMemoryOf(pid));
    }, 50);
    const code = await new Promise((resolve) => child.on('close', resolve));
    const seconds = (performance.now() - begun) / 1000;
    clearInterval(watch);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${times}`);
    const [user, system] = times.trim().split(' ').map(Number);
    return { seconds, cpu: user + system, memory };
}

/** name → (url, folder) → {seconds, cpu, memory} */
export const tools = {
    'aria2c -x16 -s16': (url, folder) =>
        run(
            'aria2c',
            ['-x16', '-s16', '-k1M', '-o', 'aria2.out', '--allow-overwrite=true', '--no-conf', url],
            folder
        ),
    curl: (url, folder) => run('curl', ['-sSf', '-o', 'curl.out', url], folder),
    fetch: (url, folder) => run(process.execPath, [fetchScript, url, 'fetch.out'], folder),
};

export const verifying = {
    'curl && sha256sum && sync': (url, folder) =>
        run(
            'sh',
            ['-c', 'curl -sSf -o c.out "$0" && sha256sum c.out && sync c.out', url],
            folder
        ),
};

/** Reads all of @p url and throws it away. @return number of bytes */
export async function readAll(url) {
    const args = ['-sSf', '-o', '/dev/null', '-w', '%{size_download}', url];
    const { stdout } = await promisify(execFile)('curl', args);
    return Number(stdout);
}
