// SPDX-License-Identifier: GPL-3.0-or-later
import { localUrl } from 'r2cache-remotion/browser';
import { AbsoluteFill, OffthreadVideo, Series } from 'remotion';
import { outroUrl } from './outro.js';

export const sceneFrames = 15;

const caption = {
    color: 'white',
    fontFamily: 'sans-serif',
    fontSize: 32,
    margin: 'auto 24px 24px',
};

/** The clips of the props one after the other, then an outro that every tour has. */
export const Tour = (props) => (
    <AbsoluteFill style={{ backgroundColor: 'black' }}>
        <Series>
            {props.scenes.map((scene, index) => (
                <Series.Sequence key={index} durationInFrames={sceneFrames}>
                    <OffthreadVideo
                        src={scene.video.src}
                        trimBefore={scene.video.startFrame ?? 0}
                        style={{ width: '100%', height: '100%' }}
                    />
                    <AbsoluteFill>
                        <div style={caption}>{scene.caption}</div>
                    </AbsoluteFill>
                </Series.Sequence>
            ))}
            <Series.Sequence durationInFrames={sceneFrames}>
                <OffthreadVideo
                    src={localUrl(outroUrl(props), props.urlMappings)}
                    style={{ width: '100%', height: '100%' }}
                />
            </Series.Sequence>
        </Series>
    </AbsoluteFill>
);
