// SPDX-License-Identifier: GPL-3.0-or-later
// nginx as a peer: the configuration, in a folder of its own.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Child } from '../../e2e/lib/processes.mjs';
import { freePort, request } from '../../e2e/lib/http.mjs';
import { waitUntil } from '../../e2e/lib/wait.mjs';

// tcp_nopush off: with it on, nginx answers a 64 KB range only after the delayed acknowledgement's
// 40 ms on loopback.
const configuration = ({ home, root, workers, ports }) => `
user ${userInfo().username} ${execFileSync('id', ['-gn'])};
daemon off;
worker_processes ${workers};
pid ${home}/pid;
error_log ${home}/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    types { video/mp4 mp4; }
    client_body_temp_path ${home}/body;
    proxy_temp_path ${home}/proxy;
    fastcgi_temp_path ${home}/fastcgi;
    uwsgi_temp_path ${home}/uwsgi;
    scgi_temp_path ${home}/scgi;
    sendfile on;
    tcp_nopush off;
    keepalive_requests 1000000000;
    root ${root};
    server { listen 127.0.0.1:${ports[0]}; }
    server {
        listen 127.0.0.1:${ports[1]};
        open_file_cache max=1000 inactive=1h;
        open_file_cache_valid 1h;
        open_file_cache_min_uses 1;
    }
}
`;

/** Process ids of a process's children. */
export async function childrenOf(pid) {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.trim().split(' ').filter(Boolean).map(Number);
}

/**
 * Writes what nginx needs; ports[1] is served with open_file_cache.
 * @param home  a folder for what it writes.
 * @param root  the folder that is served.
 * @return {command, args} to start it with.
 */
export async function writeNginxConfiguration({ home, root, workers, ports }) {
    await mkdir(home, { recursive: true });
    const path = join(home, 'nginx.conf');
    await writeFile(path, configuration({ home, root, workers, ports }));
    return {
        command: process.env.NGINX_BIN ?? '/usr/sbin/nginx',
        args: ['-e', join(home, 'error.log'), '-p', home, '-c', path],
    };
}

/** A running nginx; it ends with this program. @return {ports, pids} of the workers */
export async function startNginx({ home, root, workers }) {
    const ports = [await freePort(), await freePort()];
    const { command, args } = await writeNginxConfiguration({ home, root, workers, ports });
    const child = new Child('nginx', command, args);
    const pids = await Promise.race([
        waitUntil('nginx answers', async () => {
            await request(`http://127.0.0.1:${ports[1]}/`);
            const children = await childrenOf(child.process.pid);
            return children.length === workers && children;
        }),
        child.ended.then((end) => {
            throw new Error(`nginx ended:\n${end.stderr}`);
        }),
    ]);
    // Its workers outlive a master that is killed.
    process.on('exit', () => pids.forEach((pid) => process.kill(pid, 'SIGKILL')));
    return { ports, pids };
}
