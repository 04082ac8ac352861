// SPDX-License-Identifier: GPL-3.0-or-later
import { Composition, registerRoot } from 'remotion';
import { Clips } from './Clips.jsx';

// One composition for each element that can show a video; the same config for all.
const elements = ['OffthreadVideo', 'Html5Video', 'MediaVideo'];

const Root = () =>
    elements.map((element) => (
        <Composition
            key={element}
            id={element}
            component={Clips}
            width={480}
            height={180}
            fps={30}
            durationInFrames={30}
            defaultProps={{ element, scenes: [] }}
        />
    ));

registerRoot(Root);
