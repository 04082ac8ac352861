// SPDX-License-Identifier: GPL-3.0-or-later
// Leases that nobody has ended when this process does: by running out, process.exit(), an error
// that nobody caught, or a signal. (After SIGKILL they end by themselves.)
'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const open = new Set();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * An exiting process can only do what takes no turn of the event loop, so another one asks, and
 * gets the token by a pipe, where no list of processes shows it.
 */
function endAllNow() {
    if (open.size === 0) return;
    const requests = [...open].map((lease) => lease.endRequest());
    open.clear();
    spawnSync(process.execPath, [path.join(__dirname, 'endleases.js')], {
        input: JSON.stringify(requests),
        stdio: ['pipe', 'ignore', 'ignore'],
        timeout: 3000,
        env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' },
    });
}

function onSignal(signal) {
    const isAlone = process.listenerCount(signal) === 1;
    endAllNow();
    listen(false);
    // Without this listener the signal would have ended the process; others know what they do.
    if (isAlone) process.kill(process.pid, signal);
}

function listen(yes) {
    const change = yes ? 'prependListener' : 'removeListener';
    process[change]('exit', endAllNow);
    for (const signal of signals) process[change](signal, onSignal);
}

function add(lease) {
    if (open.size === 0) listen(true);
    open.add(lease);
}

function remove(lease) {
    if (open.delete(lease) && open.size === 0) listen(false);
}

module.exports = { add, remove };
