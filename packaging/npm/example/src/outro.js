// SPDX-License-Identifier: GPL-3.0-or-later
/** A URL that is made in the project and is not in the props. */
export const outroUrl = (props) => `${props.base}/outro.mp4`;
