// SPDX-License-Identifier: GPL-3.0-or-later
// A render of ten frames for every fault of an origin, every Remotion element and every way: straight
// from the origin, with the cache prepared, and through a cache that begins to download when the
// render begins; and by `r2cache render`, where no r2cache runs before. Remotion's own limits are left
// as they are. Prints a Markdown table; ends with 1 if
// a cell that must pass failed. All of it takes more than an hour; in build/e2e, after e2e_prepare:
//
//   R2CACHE_BIN=… R2CACHE_ORIGIN_BIN=… node faultmatrix.mjs [--lanes prepared,unprepared,direct,command]
//        [--elements OffthreadVideo,Html5Video,MediaVideo] [--faults "503 once;…"]
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browser } from './lib/browser.mjs';
import { serveFolder } from './lib/fileserver.mjs';
import { realVideos } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { Child, run } from './lib/processes.mjs';
import { RenderHome } from './lib/rendercommand.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';

const video = 'fine.mp4'; // about 12 MB, its index at the end
const half = 6_000_000;

// What may fail through the cache, and why. Everything else must pass in both lanes: nothing that
// succeeds without the cache may fail with it, and most of what fails without it must not.
const slow = 'the whole file cannot arrive in the 28 s that Remotion waits for OffthreadVideo';
const late = 'the first byte comes after the 20 s and 28 s that Remotion waits';
const gone = 'there is nothing to be had';
const lies = 'the origin never takes the lie back';
const overwritten =
    'whoever asks twice gets the new object, which is no video; direct, OffthreadVideo asks once';
const all = (reason) => ({ OffthreadVideo: reason, Html5Video: reason, MediaVideo: reason });

/** name → fault of r2cache-origin; what may fail in each lane, by element. */
const faults = {
    none: { fault: '' },
    norange: { fault: 'norange' },
    'ttfb 15 s': {
        fault: 'ttfb=15000',
        unprepared: all('15 s pass before the length of the video is known, twice for its index'),
    },
    'ttfb 25 s': { fault: 'ttfb=25000', unprepared: all(late) },
    'ttfb 40 s': { fault: 'ttfb=40000', unprepared: all(late), prepared: all(late) },
    'ttfb 40 s once': { fault: 'ttfb=40000,once', unprepared: all(late) },
    'hang once': { fault: 'stall=0,once', unprepared: all(late) },
    'hang always': { fault: 'stall=0', unprepared: all(gone), prepared: all(gone) },
    'reset at half, once': { fault: `rst=${half},once` },
    'reset at half, twice': { fault: `rst=${half},times=2` },
    'reset at half, always': { fault: `rst=${half}` },
    'close at half, once': { fault: `fin=${half},once` },
    'close at half, always': { fault: `fin=${half}` },
    'stall at half, once': { fault: `stall=${half},once` },
    'stall at half, always': { fault: `stall=${half}` },
    '503 once': { fault: 'status=503,once' },
    '503 twice': { fault: 'status=503,times=2' },
    '503 always': { fault: 'status=503', unprepared: all(gone), prepared: all(gone) },
    '429 once': { fault: 'status=429,retryafter=1,once' },
    404: { fault: 'status=404', unprepared: all(gone), prepared: all(gone) },
    'length +1000': {
        fault: 'length=+1000',
        // Direct, Html5Video ends so too, in one of its ways: Chromium's net::ERR_CONTENT_LENGTH_MISMATCH.
        unprepared: { OffthreadVideo: lies, Html5Video: lies },
        prepared: { OffthreadVideo: lies, Html5Video: lies },
    },
    'length -1000': { fault: 'length=-1000', unprepared: all(lies), prepared: all(lies) },
    'a web page': { fault: 'html', unprepared: all(gone), prepared: all(gone) },
    'other bytes after the 1st request': {
        fault: 'change=1', // bytes that are no video any more
        unprepared: all(overwritten),
        prepared: all(overwritten),
    },
    'an ETag of its own for each request': { fault: 'newetag' },
    'an MD5 that is not the bytes’': { fault: 'badmd5' },
    '1 MB/s': { fault: 'rate=1000000', unprepared: { OffthreadVideo: slow } },
    '400 kB/s': { fault: 'rate=400000', unprepared: { OffthreadVideo: slow } },
};
/** Whether an element's frames are the same from run to run. */
const isExact = { OffthreadVideo: true, MediaVideo: true, Html5Video: false };

const { values } = parseArgs({
    options: {
        lanes: { type: 'string', default: 'prepared,unprepared' },
        elements: { type: 'string', default: Object.keys(isExact).join() },
        faults: { type: 'string', default: Object.keys(faults).join(';') },
    },
});
const lanes = values.lanes.split(',');
const elements = values.elements.split(',');
const chosen = values.faults.split(';').filter((name) => name in faults);
if (chosen.length < values.faults.split(';').length) throw new Error('there is no such fault');

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = temporaryFolder();
const media = await realVideos([video]);
const localFiles = await serveFolder(media.directory);

/** Remotion's command; killed after three minutes. @return how it ended. */
async function remotion(args) {
    const child = new Child(
        'remotion',
        process.execPath,
        [join(here, 'node_modules/@remotion/cli/remotion-cli.js'), ...args],
        {
            cwd: here,
            env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
            showLog: false,
        }
    );
    const limit = setTimeout(() => child.process.kill('SIGKILL'), 180_000);
    const end = await child.end();
    clearTimeout(limit);
    return end;
}

/** The line that says why, of all that Remotion says. */
function firstLineOf({ stderr, stdout }) {
    const lines = `${stderr}${stdout}`.trim().split('\n');
    const line = lines.find((each) => /error|fail|time/i.test(each)) ?? lines[0];
    return line.slice(0, 100) || 'it took more than three minutes';
}

/** What Remotion complained of: whether a time limit of its own was among it. */
const saidOf = ({ stderr, stdout }) => ({
    timedOut: /timed out|timeout|not cleared after \d+ ?ms/i.test(`${stderr}${stdout}`),
});

/** The same by `r2cache render`. */
async function renderByCommand(element, name, src, root, origin) {
    const settings = { CACHE_CUSTOM_DOMAINS: origin };
    const home = await RenderHome.make(join(root, 'home'), settings);
    const scenes = [{ clips: [{ video: { src, startFrame: 0 } }] }];
    const begin = performance.now();
    const bundle = join(folder, 'bundle');
    const child = await home.start(name, { element, scenes }, { bundle, composition: element });
    const limit = setTimeout(() => child.process.kill('SIGKILL'), 180_000);
    const end = await child.end();
    clearTimeout(limit);
    const seconds = (performance.now() - begin) / 1000;
    await home.stopService();
    const wrong = end.code === 0 ? '' : firstLineOf(end);
    return { output: home.output(name), wrong, ...saidOf(end), seconds };
}

/** @return the seconds it took and what was wrong, if anything. */
async function render(element, name, src, lastFrame = 9) {
    const props = join(folder, `${name}.json`);
    const output = join(folder, `${name}.mp4`);
    const scenes = [{ clips: [{ video: { src, startFrame: 0 } }] }];
    await writeFile(props, JSON.stringify({ element, scenes }));
    const begin = performance.now();
    const end = await remotion([
        ...['render', join(folder, 'bundle'), element, output, `--props=${props}`],
        ...[`--frames=0-${lastFrame}`, '--concurrency=1', '--image-format=png'],
        `--browser-executable=${browser()}`,
    ]);
    const wrong = end.code === 0 ? '' : firstLineOf(end);
    return { output, wrong, ...saidOf(end), seconds: (performance.now() - begin) / 1000 };
}

const frames = async (path) =>
    (await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-f', 'framemd5', '-']))
        .stdout;

/** SSIM of every frame of @p path with the frame of @p reference @p shift places later. */
async function likeness(path, reference, shift) {
    const trim = (of, from) => `[${of}:v]trim=start_frame=${from},setpts=PTS-STARTPTS[v${of}]`;
    const filter = [
        trim(0, Math.max(0, -shift)),
        trim(1, Math.max(0, shift)),
        '[v0][v1]ssim=stats_file=-:shortest=1',
    ].join(';');
    const { stdout } = await run('ffmpeg', [
        ...['-nostdin', '-v', 'error', '-i', path, '-i', reference, '-lavfi', filter],
        ...['-f', 'null', '-'],
    ]);
    const values = [...stdout.matchAll(/ All:([\d.]+)/g)].map((match) => Number(match[1]));
    return shift < 0 ? [...Array(-shift).fill(0), ...values] : values;
}

const isAlike = (value) => value >= 0.99;

/**
 * Html5Video shows the frame before or after instead of the right one now and then, from a local
 * file too: in every second render of ten frames here. Such a frame is told, not called wrong.
 * @return {right, slips}
 */
async function compare(element, path, reference) {
    if (isExact[element])
        return { right: (await frames(path)) === (await frames(reference)), slips: 0 };
    const [same, before, after] = await Promise.all(
        [0, -1, 1].map((shift) => likeness(path, reference, shift))
    );
    const slips = same.filter((value) => !isAlike(value)).length;
    const right = same.every(
        (value, index) => isAlike(value) || isAlike(before[index]) || isAlike(after[index])
    );
    return { right: right && same.length === 10, slips };
}

/** A render from a local file that shows every frame once; of Html5Video one frame more (slips). */
async function referenceOf(element) {
    for (let tries = 0; tries < 20; tries += 1) {
        const src = `${localFiles.url}/${video}`;
        const made = await render(element, `reference-${element}`, src, isExact[element] ? 9 : 10);
        if (made.wrong) throw new Error(`${element} from a local file: ${made.wrong}`);
        if (!(await likeness(made.output, made.output, 1)).some(isAlike)) return made.output;
    }
    throw new Error(`${element} from a local file: never all ten frames`);
}

let cells = 0;
/** One render from an origin and a cache of its own: what one fault does must not reach the next. */
async function cell(name, element, lane, reference) {
    const id = `cell${(cells += 1)}`;
    const root = join(folder, id);
    await mkdir(root);
    await link(media.path(video), join(root, `${id}.mp4`));
    const origin = await Origin.start(root);
    const url = origin.urlOf(`${id}.mp4`, faults[name].fault);
    let service;
    try {
        let src = url;
        const begin = performance.now();
        if (lane === 'prepared' || lane === 'unprepared') {
            const settings = { CACHE_CUSTOM_DOMAINS: origin.url };
            service = await Service.start({ home: join(root, 'home'), settings });
            const answer = await service.processConfig(JSON.stringify({ src: url }), {
                wait: lane === 'prepared',
            });
            src = answer.urlMappings[url] ?? answer.updatedConfig.src;
        }
        const prepared = (performance.now() - begin) / 1000;
        const made =
            lane === 'command'
                ? await renderByCommand(element, id, src, root, origin.url)
                : await render(element, id, src);
        if (!made.wrong) {
            const { right, slips } = await compare(element, made.output, reference);
            if (!right) made.wrong = 'other pictures';
            made.slips = slips;
        }
        return { ...made, seconds: made.seconds + (lane === 'prepared' ? 0 : prepared) };
    } finally {
        await service?.kill();
        await origin.stop();
    }
}

await remotion(['bundle', 'project/index.jsx', `--out-dir=${join(folder, 'bundle')}`, '--log=error']);
const columns = elements.flatMap((element) => lanes.map((lane) => ({ element, lane })));
console.log(`| fault | ${columns.map(({ element, lane }) => `${element} ${lane}`).join(' | ')} |`);
console.log(`|---|${columns.map(() => '---|').join('')}`);
const references = {};
for (const element of elements) {
    references[element] = await referenceOf(element);
}
const missed = [];
const totals = columns.map(() => ({ ok: 0, seconds: 0, timeOuts: 0 }));
for (const name of chosen) {
    const row = [];
    for (const [index, { element, lane }] of columns.entries()) {
        const made = await cell(name, element, lane, references[element]);
        const { wrong, seconds, slips, timedOut } = made;
        // It waits as "prepared" does, and falls back to the origin.
        const reason = faults[name][lane === 'command' ? 'prepared' : lane]?.[element];
        if (wrong && lane !== 'direct' && !reason) missed.push(`${name}, ${element}, ${lane}: ${wrong}`);
        const verdict = wrong ? (lane === 'direct' || reason ? 'fails' : 'FAILS') : 'ok';
        totals[index].ok += wrong ? 0 : 1;
        totals[index].seconds += seconds;
        totals[index].timeOuts += timedOut ? 1 : 0;
        const notes = [timedOut ? 'a time-out' : '', slips ? `${slips} off by one` : ''].filter(Boolean);
        row.push(`${verdict} ${seconds.toFixed(0)}${notes.length ? ` (${notes.join(', ')})` : ''}`);
    }
    console.log(`| ${name} | ${row.join(' | ')} |`);
}
const sums = totals.map(
    ({ ok, seconds, timeOuts }) =>
        `${ok} of ${chosen.length}, ${seconds.toFixed(0)} s, ${timeOuts} with time-outs`
);
console.log(`| **all** | ${sums.join(' | ')} |`);
localFiles.close();
for (const line of missed) console.log(`must pass: ${line}`);
process.exitCode = missed.length === 0 ? 0 : 1;
