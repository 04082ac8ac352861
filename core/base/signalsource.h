// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace r2cache {

/// SIGTERM, SIGINT and SIGHUP as readable events. Made before any thread: the mask is inherited.
class SignalSource
{
public:
    SignalSource();
    ~SignalSource();
    Q_DISABLE_COPY_MOVE(SignalSource)

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    /// The signal that has arrived; 0: none.
    [[nodiscard]] int take() const;

private:
    int m_descriptor = -1;
};

} // namespace r2cache
