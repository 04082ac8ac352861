// SPDX-License-Identifier: GPL-3.0-or-later
// Disks and files that only one process sees, in its own mount namespace: a small or a read-only tmpfs,
// something else in the place of a file of the machine.
import { join } from 'node:path';
import { run } from './processes.mjs';

/**
 * The way to a mount namespace that this machine allows: as root, or by a user namespace.
 * @param more  further namespaces, as options of unshare.
 */
async function unshare(more = []) {
    const refusals = [];
    for (const rights of [[], ['--map-root-user']]) {
        const options = ['--mount', ...more, ...rights];
        try {
            await run('unshare', [...options, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
            return ['unshare', ...options];
        } catch (error) {
            refusals.push(error.message);
        }
    }
    throw new Error(
        'These tests need a mount namespace: run them as root or allow user namespaces ' +
            `(kernel.unprivileged_userns_clone=1).\n${refusals.join('\n')}`
    );
}

/**
 * What is put in front of a command so that it finds an empty disk at @p directory.
 * @param options  of mount: "size=8m", "ro"
 */
export async function onDisk(directory, options) {
    const script = 'mount -t tmpfs -o "mode=700,$1" tmpfs "$2" && shift 2 && exec "$@"';
    return [...(await unshare()), 'sh', '-c', script, 'sh', options, directory];
}

/** What is put in front of a command so that it finds each of @p mounts, [source, at], at its place. */
export async function seeing(mounts) {
    const binds = mounts.map(() => 'mount --bind "$1" "$2" && shift 2 && ');
    const script = `${binds.join('')}exec "$@"`;
    return [...(await unshare()), 'sh', '-c', script, 'sh', ...mounts.flat()];
}

/**
 * What is put in front of a command so that it lives on a network of its own: a loopback device that
 * has these @p addresses too, whatever they are elsewhere, and nothing else.
 * @param mounts  as for seeing().
 */
export async function onNetwork(addresses, mounts = []) {
    const binds = mounts.map(() => 'mount --bind "$1" "$2" && shift 2 && ');
    const up = 'ip link set lo up && for each in $1; do ip address add "$each" dev lo; done';
    const script = `${up} && shift && ${binds.join('')}exec "$@"`;
    const list = addresses.join(' ');
    return [...(await unshare(['--net'])), 'sh', '-c', script, 'sh', list, ...mounts.flat()];
}

/** The same path as the process @p pid sees it. */
export const seenBy = (pid, path) => join('/proc', String(pid), 'root', path);
