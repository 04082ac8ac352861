// SPDX-License-Identifier: GPL-3.0-or-later
// Test videos: real ones by ffmpeg, and cheap ones that only look like one from outside.
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

const directory = join(dirname(fileURLToPath(import.meta.url)), '..', 'media');

const pattern = (source, seconds, sizeAndRate = 'size=640x360:rate=30') => [
    ...['-f', 'lavfi', '-i', `${source}=${sizeAndRate}:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`],
];
const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '30'];
const aac = ['-c:a', 'aac', '-b:a', '96k'];

/** Name in the origin → how ffmpeg makes it. */
const recipes = {
    'faststart.mp4': [...pattern('testsrc2', 3), ...h264, ...aac, '-movflags', '+faststart'],
    // moov at the end: a reader has to ask for the tail before it can show anything.
    'moov-at-end.mp4': [...pattern('testsrc', 3), ...h264, ...aac],
    'vp9.webm': [
        ...pattern('testsrc2', 3),
        ...['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '600k'],
        ...['-c:a', 'libopus', '-b:a', '64k'],
    ],
    // Nearly lossless makes it large, about 12 MB, and every run shows the same pictures.
    'fine.mp4': [
        ...pattern('testsrc2', 10, 'size=1280x720:rate=30'),
        ...[...h264, '-qp', '1'],
        ...aac,
    ],
    // Noise makes it large: about 20 MB, more than a browser reads ahead.
    'large.mp4': [
        ...pattern('testsrc2', 20),
        ...[
            '-vf',
            'noise=alls=40:allf=t',
            ...h264,
            '-b:v',
            '8M',
            '-maxrate',
            '8M',
            '-bufsize',
            '8M',
        ],
        ...aac,
    ],
};

/** Makes what is missing; kept in the build tree. @return {directory, names, path(name)} */
export async function realVideos(names = Object.keys(recipes)) {
    await mkdir(directory, { recursive: true });
    for (const name of names) {
        const path = join(directory, name);
        if (existsSync(path)) continue;
        const unfinished = join(directory, `unfinished-${name}`);
        await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...recipes[name], unfinished]);
        await rename(unfinished, path);
    }
    return { directory, names, path: (name) => join(directory, name) };
}

/** @p size bytes that begin as an MP4 does and are noise after that: cheap, and each is different. */
export function videoLikeBytes(random, size) {
    const box = (type, body) => {
        const head = Buffer.alloc(8);
        head.writeUInt32BE(8 + body.length);
        head.write(type, 4, 'latin1');
        return Buffer.concat([head, body]);
    };
    const start = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41', 'latin1'));
    return Buffer.concat([start, box('mdat', random.bytes(size - start.length - 8))]);
}

/** Writes name → bytes below @p root, folders included. */
export async function writeFiles(root, files) {
    for (const [name, bytes] of Object.entries(files)) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), bytes);
    }
}
