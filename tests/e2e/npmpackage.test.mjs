// SPDX-License-Identifier: GPL-3.0-or-later
// The npm package as it is packed: what is in it, every way of loading it, its types, and that
// nothing of Node gets into a bundle for the browser.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { npmProject, packageSource, packed } from './lib/npmproject.mjs';
import { run } from './lib/processes.mjs';

const require = createRequire(import.meta.url);

/** Where a module is, or undefined if it is not installed. */
function installed(name) {
    try {
        return require.resolve(name);
    } catch {
        return undefined;
    }
}

describe('the packed npm package', () => {
    let project;

    before(async () => {
        project = await npmProject();
    });

    /** Runs a program in the project. @return what it printed */
    async function program(name, text, env) {
        await writeFile(join(project, name), text);
        const end = await run(process.execPath, [name], { cwd: project, env });
        assert.equal(end.stderr, '');
        return end.stdout.trim();
    }

    test('holds what its users need and nothing else', async () => {
        const { files } = await packed();
        const own = files.filter((name) => !name.startsWith('lib/'));
        assert.deepEqual(own, [
            'LICENSE',
            'README.md',
            'browser.d.mts',
            'browser.d.ts',
            'browser.js',
            'browser.mjs',
            'index.browser.js',
            'index.browser.mjs',
            'index.d.mts',
            'index.d.ts',
            'index.js',
            'index.mjs',
            'package.json',
            'test-r2-cache-system.js',
        ]);
        for (const name of files.filter((name) => name.startsWith('lib/'))) {
            assert.match(name, /^lib\/[a-z]+\.js$/);
        }
    });

    test('has no dependencies and runs nothing when it is installed', async () => {
        const manifest = JSON.parse(await readFile(join(packageSource, 'package.json'), 'utf8'));
        for (const name of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
            assert.equal(manifest[name], undefined, name);
        }
        assert.deepEqual(Object.keys(manifest.scripts), ['test']);
    });

    test('is loaded by import and by require, as one and the same module', async () => {
        const printed = await program(
            'both.mjs',
            `import { createRequire } from 'node:module';
             import * as node from 'r2cache-remotion';
             import * as browser from 'r2cache-remotion/browser';
             const require = createRequire(import.meta.url);
             const required = require('r2cache-remotion');
             const names = (module) => Object.keys(module).sort().join();
             console.log(names(node), names(required), names(browser),
                 names(require('r2cache-remotion/browser')),
                 node.withR2Cache === required.withR2Cache);`
        );
        const all = 'R2CacheError,localUrl,mapUrls,withR2Cache';
        assert.equal(printed, `${all} ${all} localUrl,mapUrls localUrl,mapUrls true`);
    });

    test('leaves alone what it does not export', async () => {
        const printed = await program(
            'inner.cjs',
            `try { require('r2cache-remotion/lib/api.js'); } catch (e) { console.log(e.code); }`
        );
        assert.equal(printed, 'ERR_PACKAGE_PATH_NOT_EXPORTED');
    });

    for (const [name, text] of Object.entries({
        'component.mjs': `import { localUrl, mapUrls } from 'r2cache-remotion/browser';
            console.log(localUrl('a', { a: 'b' }), mapUrls({ x: 'a', urlMappings: { a: 'b' } }).x);`,
        'component.cjs': `const { localUrl, mapUrls } = require('r2cache-remotion/browser');
            console.log(localUrl('a', { a: 'b' }), mapUrls({ x: 'a', urlMappings: { a: 'b' } }).x);`,
        'mistaken.mjs': `import { withR2Cache } from 'r2cache-remotion';
            withR2Cache({}).catch(({ code }) => console.log('b b', code));`,
    })) {
        const expected = name === 'mistaken.mjs' ? 'b b not_in_browser' : 'b b';

        /** No module of Node, and nothing by which the token is found. */
        const isForBrowsers = (bundle) => {
            assert.doesNotMatch(bundle, /require\(["'](node:|fs|http|child_process|crypto)/);
            assert.doesNotMatch(bundle, /from\s*["']node:/);
            for (const word of ['tokenFile', 'CACHE_API_TOKEN', 'XDG_RUNTIME_DIR', 'Bearer']) {
                assert.ok(!bundle.includes(word), `${word} is in the bundle`);
            }
        };

        test(`esbuild bundles ${name} for browsers without anything of Node`, async () => {
            const { build } = require('esbuild');
            await writeFile(join(project, name), text);
            const { outputFiles, warnings } = await build({
                ...{ entryPoints: [join(project, name)], bundle: true, write: false },
                ...{ platform: 'browser', format: 'iife', logLevel: 'silent' },
            });
            assert.deepEqual(warnings, []);
            isForBrowsers(outputFiles[0].text);
            assert.equal(await program('esbuilt.cjs', outputFiles[0].text), expected);
        });

        test(`webpack bundles ${name} for browsers without anything of Node`, async () => {
            const webpack = require('webpack');
            await writeFile(join(project, name), text);
            const stats = await new Promise((resolve, reject) => {
                const settings = {
                    ...{ mode: 'development', target: 'web', devtool: false, context: project },
                    entry: `./${name}`,
                    output: { path: project, filename: 'webpacked.cjs' },
                };
                webpack(settings, (error, result) => (error ? reject(error) : resolve(result)));
            });
            const { errors, warnings } = stats.toJson();
            assert.deepEqual([...errors, ...warnings], []);
            const bundle = await readFile(join(project, 'webpacked.cjs'), 'utf8');
            isForBrowsers(bundle);
            assert.equal(await program('webpacked.cjs', bundle), expected);
        });
    }

    const compiler = installed('typescript/bin/tsc');
    for (const [name, module, moduleResolution] of [
        ['use.mts', 'node16', 'node16'],
        ['use.cts', 'node16', 'node16'],
        ['use.ts', 'esnext', 'bundler'],
        ['use.ts', 'commonjs', 'node'],
    ]) {
        test(`types fit in ${name} with ${moduleResolution}`, async () => {
            const text = `
                import { R2CacheError, withR2Cache, type R2CacheResult } from 'r2cache-remotion';
                import { localUrl, mapUrls } from 'r2cache-remotion/browser';
                interface Props { scenes: Array<{ src: string }>; when: Date }
                export async function use(props: Props): Promise<string | undefined> {
                    const result: R2CacheResult<Props> = await withR2Cache(props, {
                        timeoutMs: 1000, processing: { qualityFilter: ['high'] },
                        onProgress: ({ done, total }) => { const n: number = done / total; void n; },
                    });
                    // @ts-expect-error there is no such option
                    await withR2Cache(props, { timeout: 1 });
                    const mapped: Props = mapUrls(result.props, result.urlMappings);
                    const url: string = localUrl(mapped.scenes[0]!.src, result.urlMappings);
                    await result.release();
                    await result[Symbol.asyncDispose]();
                    const error = new R2CacheError('x', url);
                    return error.failed?.[0]?.url;
                }`;
            await writeFile(join(project, name), text);
            const compilerOptions = {
                ...{ noEmit: true, strict: true, target: 'es2022', types: [] },
                ...{ module, moduleResolution },
            };
            const settings = JSON.stringify({ files: [name], compilerOptions });
            await writeFile(join(project, 'tsconfig.json'), settings);
            await run(process.execPath, [compiler, '--project', '.'], { cwd: project });
        });
    }
});
