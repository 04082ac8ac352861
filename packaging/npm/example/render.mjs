// SPDX-License-Identifier: GPL-3.0-or-later
// node render.mjs [props.json] [out/tour.mp4]
import { bundle } from '@remotion/bundler';
import { renderMedia, selectComposition } from '@remotion/renderer';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withR2Cache } from 'r2cache-remotion';
import { outroUrl } from './src/outro.js';

const [propsFile = 'props.json', outputLocation = 'out/tour.mp4'] = process.argv.slice(2);
const inputProps = JSON.parse(await readFile(propsFile, 'utf8'));

// The line that is new.
const { props, urlMappings, release } = await withR2Cache(inputProps, {
    urls: [outroUrl(inputProps)], // not in the props: the component asks urlMappings
    onProgress: ({ done, total }) => console.log(`${done} of ${total} videos are here`),
});
try {
    const serveUrl = await bundle({
        entryPoint: fileURLToPath(new URL('src/index.jsx', import.meta.url)),
    });
    const options = {
        serveUrl,
        inputProps: { ...props, urlMappings },
        // Without it Remotion downloads a browser of its own.
        browserExecutable: process.env.BROWSER_EXECUTABLE ?? null,
    };
    const composition = await selectComposition({ ...options, id: 'Tour' });
    await renderMedia({ ...options, composition, codec: 'h264', outputLocation });
} finally {
    await release();
}
console.log(outputLocation);
