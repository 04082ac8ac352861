// SPDX-License-Identifier: GPL-3.0-or-later
import { Composition, registerRoot } from 'remotion';
import { sceneFrames, Tour } from './Tour.jsx';

const Root = () => (
    <Composition
        id="Tour"
        component={Tour}
        width={640}
        height={360}
        fps={30}
        defaultProps={{ base: '', scenes: [] }}
        calculateMetadata={({ props }) => ({
            durationInFrames: (props.scenes.length + 1) * sceneFrames,
        })}
    />
);

registerRoot(Root);
