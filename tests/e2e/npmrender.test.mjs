// SPDX-License-Identifier: GPL-3.0-or-later
// The example of the npm package, rendered by its own two scripts: frames as without a cache, and
// the origin is asked for nothing once the videos are here.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { browser } from './lib/browser.mjs';
import { CountingOrigin } from './lib/countingorigin.mjs';
import { realVideos } from './lib/media.mjs';
import { npmProject, packageSource } from './lib/npmproject.mjs';
import { run } from './lib/processes.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';

const videos = {
    'city.mp4': 'faststart.mp4',
    'coast.webm': 'vp9.webm',
    'outro.mp4': 'moov-at-end.mp4',
};

describe('the example of the npm package', () => {
    const folder = temporaryFolder();
    let origin, service, project, urls;

    /** The environment of a user in whose session the service runs, if @p runtime is its folder. */
    const environment = (runtime) => ({
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: folder,
        LANG: 'C.UTF-8',
        XDG_RUNTIME_DIR: runtime,
        BROWSER_EXECUTABLE: browser(),
        npm_config_offline: 'true',
    });

    const inProject = (args, env) => run(process.execPath, args, { cwd: project, env });

    /** The decoded frames and samples, as one hash each. */
    async function decoded(path) {
        const { stdout } = await run('ffmpeg', [
            ...['-nostdin', '-v', 'error', '-i', path, '-map', '0:v', '-f', 'framemd5', '-'],
        ]);
        assert.equal(stdout.match(/^0,/gm).length, 45, 'two scenes and the outro');
        return stdout;
    }

    const asked = () => urls.reduce((sum, url) => sum + origin.requests(url).length, 0);

    before(async () => {
        const media = await realVideos(Object.values(videos));
        origin = await CountingOrigin.start();
        urls = [];
        for (const [name, recipe] of Object.entries(videos)) {
            urls.push(origin.add(`tour/${name}`, await readFile(media.path(recipe))));
        }
        project = await npmProject({ from: join(packageSource, 'example') });
        const example = await readFile(join(project, 'props.json'), 'utf8');
        const props = example.replaceAll(/https:\/\/pub-\w+\.r2\.dev/g, origin.url);
        await writeFile(join(project, 'props.json'), props);
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url },
        });
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    test('renders without a service from the origin, and says so', async () => {
        const { stderr } = await inProject(
            ['render.mjs', 'props.json', 'direct.mp4'],
            environment(folder)
        );
        assert.match(
            stderr,
            /^r2cache: the render goes on with the original URLs\. No r2cache runs/m
        );
        await decoded(join(project, 'direct.mp4'));
        for (const url of urls) assert.ok(origin.requests(url).length > 0, url);
    });

    test('renders the same through the cache, and lets go of the videos', async () => {
        const { XDG_RUNTIME_DIR: runtime } = service.environment;
        const served = async () => (await service.data('GET', '/api/cache/stats')).proxy;
        const { totalBytesServed: before } = await served();
        const args = ['render.mjs', 'props.json', 'cached.mp4'];
        const { stdout } = await inProject(args, environment(runtime));
        assert.match(stdout, /^3 of 3 videos are here$/m);
        assert.equal(
            await decoded(join(project, 'cached.mp4')),
            await decoded(join(project, 'direct.mp4'))
        );
        assert.equal((await service.entries()).length, 3);
        assert.ok((await served()).totalBytesServed > before);
        assert.deepEqual((await service.data('GET', '/api/cache/leases')).leases, []);
    });

    test("renders the same by Remotion's command line, and asks the origin for nothing", async () => {
        const before = asked();
        const { XDG_RUNTIME_DIR: runtime } = service.environment;
        const more = [`--browser-executable=${browser()}`, '--log=error'];
        const args = ['render-cli.mjs', 'props.json', 'cli.mp4', ...more];
        await inProject(args, environment(runtime));
        assert.equal(
            await decoded(join(project, 'cli.mp4')),
            await decoded(join(project, 'direct.mp4'))
        );
        assert.equal(asked(), before);
        assert.deepEqual((await service.data('GET', '/api/cache/leases')).leases, []);
    });
});
