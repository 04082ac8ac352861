// SPDX-License-Identifier: GPL-3.0-or-later
// r2cache --no-gui in an environment of its own: nothing of the machine's is read or written.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seenBy } from './disks.mjs';
import { freePort, request } from './http.mjs';
import { Child } from './processes.mjs';
import { waitUntil } from './wait.mjs';

/** A new temporary folder, removed when the test program ends. */
export function temporaryFolder() {
    const path = mkdtempSync(join(tmpdir(), 'r2cache-e2e-'));
    process.on('exit', () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
    return path;
}

/** The environment of a service that lives in @p home; CACHE_* settings come on top. */
export async function environment(home, settings = {}) {
    const xdg = {};
    for (const name of ['RUNTIME_DIR', 'STATE_HOME', 'CONFIG_HOME', 'CACHE_HOME', 'DATA_HOME']) {
        xdg[`XDG_${name}`] = join(home, name.toLowerCase());
        await mkdir(xdg[`XDG_${name}`], { recursive: true, mode: 0o700 });
    }
    return {
        PATH: process.env.PATH,
        LANG: 'C.UTF-8',
        HOME: home,
        TMPDIR: home,
        ...xdg,
        CACHE_DIRECTORY: join(home, 'videos'),
        CACHE_MIN_FREE_GB: '0.05',
        ...settings,
    };
}

/** One running r2cache. */
export class Service {
    /**
     * @param home      folder of everything it writes; start again in the same to find it again.
     * @param settings  CACHE_* values; ports are chosen unless given.
     * @param wrapper   command and arguments put in front of r2cache; must exec it.
     */
    static async start({ home, settings = {}, wrapper = [] }) {
        const ports = {
            CACHE_PROXY_PORT: settings.CACHE_PROXY_PORT ?? String(await freePort()),
            CACHE_API_PORT: settings.CACHE_API_PORT ?? String(await freePort()),
        };
        const service = new Service();
        service.home = home;
        service.environment = await environment(home, { ...settings, ...ports });
        service.cacheDirectory = service.environment.CACHE_DIRECTORY;
        service.proxyUrl = `http://localhost:${ports.CACHE_PROXY_PORT}`;
        const [command, ...args] = [...wrapper, process.env.R2CACHE_BIN, '--no-gui'];
        service.child = new Child('r2cache', command, args, {
            env: service.environment,
            cwd: home,
        });
        await Promise.race([
            service.#answers(),
            service.child.ended.then((end) => {
                throw new Error(`r2cache ended (${end.code ?? end.signal}):\n${end.stderr}`);
            }),
        ]);
        return service;
    }

    /** Waits for both servers and reads what the endpoint file says. */
    async #answers() {
        await waitUntil('r2cache answers', async () => {
            const endpoint = await endpointOf(this.environment.XDG_RUNTIME_DIR);
            // A killed predecessor leaves its file behind.
            if (endpoint?.pid !== this.child.process.pid) return false;
            this.endpoint = endpoint;
            return (await request(`${endpoint.proxyUrl}/health`)).status === 200;
        });
        this.apiUrl = this.endpoint.apiUrl;
        // It may lie on a disk that only r2cache sees.
        const { tokenFile } = this.endpoint;
        const seen = existsSync(tokenFile) ? tokenFile : seenBy(this.child.process.pid, tokenFile);
        this.token = (await readFile(seen, 'utf8')).trim();
    }

    /** @param body an object, or the text of one. @return the answer of http.mjs's request() */
    api(method, path, body, { token = this.token, headers = {} } = {}) {
        const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
        return request(this.apiUrl + path, {
            method,
            headers: {
                ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
                ...(text === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...headers,
            },
            body: text,
        });
    }

    /** The `data` of a call that has to succeed. */
    async data(method, path, body) {
        const answer = await this.api(method, path, body);
        if (answer.status >= 300 || answer.json().success !== true) {
            throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
        }
        return answer.json().data;
    }

    /**
     * process-config of a config given as text, which is sent as it is; data and raw answer. Where
     * the answer is a job, that is followed to its end, five minutes at most.
     */
    async processConfig(text, extra = {}) {
        const members = JSON.stringify({ wait: true, ...extra }).slice(1);
        const body = `{"config": ${text}, ${members}`;
        const answer = await this.api('POST', '/api/cache/process-config', body);
        if (answer.status === 202) {
            const path = `/api/cache/jobs/${answer.json().data.jobId}`;
            const ended = async () => {
                const job = await this.data('GET', path);
                return job.status === 'running' ? null : job;
            };
            return (await waitUntil('the job ends', ended, { timeoutMs: 300_000 })).result;
        }
        if (answer.status !== 200) {
            throw new Error(`process-config: ${answer.status} ${answer.text}`);
        }
        return { ...answer.json().data, text: answer.text };
    }

    preCache(urls, extra = {}) {
        return this.data('POST', '/api/cache/pre-cache', { urls, ...extra });
    }

    async entries() {
        return (await this.data('GET', '/api/cache/entries?limit=1000')).entries;
    }

    /** SIGTERM; it has to drain and exit with 0. */
    async stop() {
        const end = await this.child.stop();
        if (end.code !== 0) {
            throw new Error(`r2cache ended with ${end.code ?? end.signal}:\n${end.stderr}`);
        }
    }

    /** SIGKILL, and gone. */
    kill() {
        return this.child.stop('SIGKILL');
    }
}

async function endpointOf(runtimeDirectory) {
    const names = (await readdir(runtimeDirectory)).filter((name) => name.endsWith('.json'));
    if (names.length !== 1) return undefined;
    return JSON.parse(await readFile(join(runtimeDirectory, names[0]), 'utf8'));
}

/** Starts r2cache where it has to refuse. @return {code, signal, stdout, stderr} */
export async function refusedStart({ home, settings, wrapper = [] }) {
    const [command, ...args] = [...wrapper, process.env.R2CACHE_BIN, '--no-gui'];
    const child = new Child('r2cache', command, args, {
        env: await environment(home, settings),
        cwd: home,
        showLog: false,
    });
    const timer = setTimeout(() => child.process.kill('SIGKILL'), 20_000);
    const end = await child.end();
    clearTimeout(timer);
    return end;
}
