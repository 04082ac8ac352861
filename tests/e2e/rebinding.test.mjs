// SPDX-License-Identifier: GPL-3.0-or-later
// Names that lead to a public address at one look-up and to this machine at the next. The whole story
// is on a network of its own (rebindingstory.mjs), so that neither the machine's resolver nor its
// ports are touched and "public" addresses are at hand.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { onNetwork } from './lib/disks.mjs';
import { run } from './lib/processes.mjs';
import { temporaryFolder } from './lib/service.mjs';

test('a name whose address changes between look-ups leads to no private address', async () => {
    const resolver = join(temporaryFolder(), 'resolv.conf');
    await writeFile(resolver, 'nameserver 127.0.0.1\noptions attempts:2 timeout:2\n');
    // Public elsewhere; without one of IPv6 no such address is looked for.
    const [publicAddress, publicIpv6] = ['93.184.216.34', '2606:4700::1111'];
    const [command, ...args] = await onNetwork([publicAddress, publicIpv6], [[resolver, '/etc/resolv.conf']]);
    const story = fileURLToPath(new URL('./rebindingstory.mjs', import.meta.url));
    const { stdout } = await run(command, [...args, process.execPath, story, publicAddress]);
    console.log(stdout.trim());
});
