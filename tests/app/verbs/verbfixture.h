// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/servicefixture.h"

#include <QProcess>

#include <memory>

namespace r2cache {

/// What a run of the program has said, and how it ended.
struct VerbOutcome
{
    int exitCode = -1; ///< -1: it did not start, crashed or took too long.
    QByteArray out;
    QByteArray err;

    /// The one JSON document on standard output; empty if there is not exactly one object.
    [[nodiscard]] QJsonObject json() const;
};

/// Runs the program against a service in this process, in its directory and with its runtime
/// directory; without that service's other settings, as a user of another shell would.
class VerbFixture
{
public:
    explicit VerbFixture(const Variables &variables = {});
    Q_DISABLE_COPY_MOVE(VerbFixture)

    OriginThread origin;
    ServiceFixture service;

    [[nodiscard]] QString path(const QString &name) const { return service.path(name); }
    void write(const QString &name, const QByteArray &bytes) const;
    [[nodiscard]] QByteArray read(const QString &name) const;

    /// To the end, at most 60 s. @param variables  on top of the usual environment.
    [[nodiscard]] VerbOutcome
    run(const QStringList &arguments, const QByteArray &input = {},
        const Variables &variables = {}) const;
    /// Starts it and returns.
    [[nodiscard]] std::unique_ptr<QProcess>
    start(const QStringList &arguments, const Variables &variables = {}) const;
    /// The same, the open file @p output being its standard output.
    [[nodiscard]] std::unique_ptr<QProcess>
    startInto(int output, const QStringList &arguments) const;
    /// The same, its standard error being the terminal @p terminal (the slave's path).
    [[nodiscard]] std::unique_ptr<QProcess>
    startOnTerminal(const QStringList &arguments, const QByteArray &terminal) const;
    [[nodiscard]] static VerbOutcome end(QProcess &process);

private:
    [[nodiscard]] std::unique_ptr<QProcess>
    prepared(const QStringList &arguments, const Variables &variables) const;
    [[nodiscard]] QProcessEnvironment environment(const Variables &variables) const;
};

} // namespace r2cache
