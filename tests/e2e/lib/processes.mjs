// SPDX-License-Identifier: GPL-3.0-or-later
// Child processes that end with the test, and show what they said if it failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const running = new Set();
const started = []; // the last few, for their logs

/** Loopback is never asked through a proxy of the machine. */
const ownEnvironment = { ...process.env, no_proxy: 'localhost,127.0.0.1' };
delete ownEnvironment.NO_PROXY;

process.on('exit', (code) => {
    for (const child of running) child.process.kill('SIGKILL');
    if (code === 0 && !process.exitCode) return;
    for (const child of started) {
        if (child.showLog) console.error(`--- what ${child.name} said last ---\n${child.tail()}`);
    }
});

/**
 * A process whose output is kept: the last 64 KB of each stream.
 *
 * It keeps the test program alive only while somebody waits for it: after a hook that failed
 * node:test would otherwise wait for it for ever.
 */
export class Child {
    stdout = '';
    stderr = '';

    /** @param showLog whether its output belongs beside a failed test. */
    constructor(name, command, args, { env = ownEnvironment, cwd, showLog = true } = {}) {
        this.name = name;
        this.showLog = showLog;
        this.process = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
        for (const stream of ['stdout', 'stderr']) {
            this.process[stream].setEncoding('utf8');
            this.process[stream].on('data', (text) => {
                this[stream] = (this[stream] + text).slice(-65536);
            });
        }
        running.add(this);
        started.push(this);
        if (started.length > 3) started.shift();
        /** Becomes {code, signal, stdout, stderr}; does not keep the program alive, see end(). */
        this.ended = new Promise((resolve, reject) => {
            this.process.on('error', reject);
            this.process.on('close', (code, signal) => {
                running.delete(this);
                resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
            });
        });
        this.ended.catch(() => running.delete(this));
        this.#keepAlive(false);
    }

    #keepAlive(yes) {
        for (const handle of [this.process, this.process.stdout, this.process.stderr]) {
            if (yes) handle.ref();
            else handle.unref();
        }
    }

    /** Waits for its end and all it printed. @return {code, signal, stdout, stderr} */
    end() {
        this.#keepAlive(true);
        return this.ended;
    }

    tail() {
        return (this.stdout + this.stderr).split('\n').slice(-40).join('\n');
    }

    /** Waits until what it printed matches; fails if it ends before. */
    async line(pattern) {
        this.#keepAlive(true);
        try {
            for (;;) {
                const match = pattern.exec(this.stdout);
                if (match) return match;
                const end = await Promise.race([once(this.process.stdout, 'data'), this.ended]);
                if (end.signal !== undefined && !pattern.test(this.stdout)) {
                    throw new Error(
                        `${this.name} ended (${end.code ?? end.signal}): ${this.tail()}`
                    );
                }
            }
        } finally {
            this.#keepAlive(false);
        }
    }

    /** Sends @p signal and waits for the end. */
    async stop(signal = 'SIGTERM') {
        this.process.kill(signal);
        return this.end();
    }
}

/** Runs a command to its end; throws with its output unless it exits with 0. */
export async function run(command, args, options = {}) {
    const end = await new Child(command, command, args, { showLog: false, ...options }).end();
    if (end.code !== 0) {
        throw new Error(
            `${command} ${args.join(' ')} ended with ${end.code ?? end.signal}:\n` +
                `${end.stdout}\n${end.stderr}`
        );
    }
    return end;
}
