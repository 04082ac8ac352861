// SPDX-License-Identifier: GPL-3.0-or-later
import { Video as MediaVideo } from '@remotion/media';
import { AbsoluteFill, Html5Video, OffthreadVideo } from 'remotion';

const videoElements = {
    OffthreadVideo,
    Html5Video,
    // Falling back to OffthreadVideo would hide that the element's own requests failed.
    MediaVideo: (props) => <MediaVideo {...props} disallowFallbackToOffthreadVideo />,
};

/** Every clip of every scene side by side, each from its own start frame. */
export const Clips = ({ element, scenes }) => {
    const VideoElement = videoElements[element];
    const clips = scenes.flatMap((scene) => scene.clips);
    return (
        <AbsoluteFill style={{ flexDirection: 'row', backgroundColor: 'black' }}>
            {clips.map((clip, index) => (
                <VideoElement
                    key={index}
                    src={clip.video.src}
                    trimBefore={clip.video.startFrame}
                    style={{ width: `${100 / clips.length}%`, height: '100%' }}
                />
            ))}
        </AbsoluteFill>
    );
};
