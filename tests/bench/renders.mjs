// SPDX-License-Identifier: GPL-3.0-or-later
// `r2cache render` of one Remotion project, where no r2cache runs before:
//
//   ten   ten renders, one after the other, and ten bare ones from the same throttled origin: seconds
//         and bytes from the origin of each, counted between the two
//   kill  two renders at once with videos in common, each killed (SIGKILL) in turn: the other is right,
//         and after two minutes there is no lease and no process of either
//
//   R2CACHE_BIN=… R2CACHE_ORIGIN_BIN=… node renders.mjs ten|kill, in build/e2e, after e2e_prepare;
//   or from here, with node_modules linked beside it. Prints JSON lines; exits with 1 if something is
//   not as promised.
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const e2e = new URL(`${pathToFileURL(process.cwd())}/`);
const from = (name) => import(new URL(`lib/${name}.mjs`, e2e));
const { realVideos } = await from('media');
const { CountingRelay } = await from('countingrelay');
const { Origin } = await from('origins');
const { Child, run } = await from('processes');
const { remotionRender, RenderHome } = await from('rendercommand');
const { temporaryFolder } = await from('service');
const { waitUntil } = await from('wait');

const names = ['fine.mp4', 'faststart.mp4', 'moov-at-end.mp4'];
const rate = 5_000_000; // bytes a second of each connection: what a busy link gives
const folder = temporaryFolder();
const media = await realVideos(names);
await mkdir(join(folder, 'origin'));
for (const name of names) await link(media.path(name), join(folder, 'origin', name));
const realOrigin = await Origin.start(join(folder, 'origin'));
const origin = await CountingRelay.before(realOrigin);
const bundle = join(folder, 'bundle');
await run(process.execPath, [
    ...['node_modules/@remotion/cli/remotion-cli.js', 'bundle', 'project/index.jsx'],
    ...[`--out-dir=${bundle}`, '--log=error'],
]);

const failures = [];
const check = (isRight, what) => {
    if (!isRight) failures.push(what);
};
const say = (what) => console.log(JSON.stringify(what));

const propsOf = (videos) => ({
    element: 'OffthreadVideo',
    scenes: [
        {
            clips: videos.map((name) => ({
                video: { src: origin.urlOf(name, `rate=${rate}`), startFrame: 0 },
            })),
        },
    ],
});
const settings = { CACHE_CUSTOM_DOMAINS: origin.url };
const framesOf = async (path) =>
    (await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-f', 'framemd5', '-']))
        .stdout;

async function bareRender(name, props) {
    const home = await RenderHome.make(join(folder, 'bare'), settings);
    const file = join(home.path, `${name}.json`);
    await writeFile(file, JSON.stringify(props));
    const [command, ...args] = remotionRender(bundle, 'OffthreadVideo', home.output(name), file);
    const begin = performance.now();
    const child = new Child(name, command, args, { env: home.environment, showLog: false });
    const { code } = await child.end();
    return { code, seconds: (performance.now() - begin) / 1000, output: home.output(name) };
}

async function ten() {
    const props = propsOf(names);
    const home = await RenderHome.make(join(folder, 'ten'), settings);
    let frames;
    for (let i = 1; i <= 10; ++i) {
        const begin = performance.now();
        const child = await home.start(`r${i}`, props, { bundle });
        const { code, stderr } = await child.end();
        const seconds = (performance.now() - begin) / 1000;
        const sent = origin.take();
        check(code === 0, `render ${i}: ${stderr.slice(-500)}`);
        const report = await home.reportOf(`r${i}`);
        const bare = await bareRender(`b${i}`, props);
        check(bare.code === 0, `bare render ${i}`);
        frames ??= await framesOf(bare.output);
        check((await framesOf(home.output(`r${i}`))) === frames, `render ${i}: other pictures`);
        check(i === 1 || (sent === 0 && report.bytesFromOrigin === 0), `render ${i}: ${sent} bytes again`);
        say({
            render: i,
            seconds: Number(seconds.toFixed(1)),
            bytesFromOrigin: sent,
            bytesFromCache: report.bytesFromCache,
            cacheProcessingTimeMs: report.cacheProcessingTimeMs,
            bareSeconds: Number(bare.seconds.toFixed(1)),
            bareBytesFromOrigin: origin.take(),
        });
    }
    await home.stopService();
}

async function kill() {
    const reference = await bareRender('reference', propsOf([names[0], names[1]]));
    const wanted = await framesOf(reference.output);
    for (const victim of ['first', 'second']) {
        const home = await RenderHome.make(join(folder, `kill-${victim}`), settings);
        const both = {
            first: await home.start('first', propsOf([names[0], names[1]]), { bundle, lastFrame: 9 }),
            second: await home.start('second', propsOf([names[0], names[1]]), { bundle, lastFrame: 9 }),
        };
        await waitUntil(
            'it renders',
            () => /^Rendered [1-9]/m.test(both[victim].stdout),
            { timeoutMs: 120_000 }
        );
        const killedAt = performance.now();
        both[victim].process.kill('SIGKILL');
        const other = victim === 'first' ? 'second' : 'first';
        const { code, stderr } = await both[other].end();
        check(code === 0, `the ${other} render: ${stderr.slice(-500)}`);
        check((await framesOf(home.output(other))) === wanted, `the ${other} render: other pictures`);
        // The service ends 60 s after its last lease has; until then it can be asked.
        const isGone = async () => {
            const left = await home.processes();
            const endpoint = await home.endpoint();
            const leases = endpoint ? (await home.get('leases')).leases.length : 0;
            return left.every((each) => each.includes('--no-gui')) && leases === 0;
        };
        await waitUntil('no lease, no process of a render', isGone, { timeoutMs: 130_000, everyMs: 500 });
        const seconds = (performance.now() - killedAt) / 1000;
        check(seconds <= 120, `a lease of the ${victim} was there after ${seconds} s`);
        const isEmpty = async () => (await home.processes()).length === 0;
        await waitUntil('the service ends', isEmpty, { timeoutMs: 90_000, everyMs: 500 });
        say({
            killed: victim,
            nothingLeftAfterSeconds: Number(seconds.toFixed(1)),
            serviceGoneAfterSeconds: Number(((performance.now() - killedAt) / 1000).toFixed(1)),
        });
    }
}

const stories = { ten, kill };
try {
    await stories[process.argv[2] ?? 'ten']();
} catch (error) {
    failures.push(error.message);
}
await realOrigin.stop();
for (const failure of failures) console.log(`not as promised: ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;
