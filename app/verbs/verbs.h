// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbcontext.h"

#include <optional>

namespace r2cache {

/// A verb and what was given with it.
struct VerbCall
{
    const VerbRow *row = nullptr; ///< Null: there is no verb called name.
    QString name;
    QStringList arguments; ///< Without the verb's name.
};

/// The verb in a command line whose settings were taken out: its first word that is neither an
/// option nor the value of one of programOptions(). Nothing if there is none. Pure.
[[nodiscard]] std::optional<VerbCall> verbCallIn(const QStringList &arguments);

/// Whether it needs VerbEnvironment::settings: what is made from the tables alone does not, so that
/// a shell's start does not depend on the .env of some directory.
[[nodiscard]] bool needsSettings(Verb verb);

/// Whether it goes on where a setting is not valid, and says so: config and doctor are asked then.
[[nodiscard]] bool looksAtSettings(Verb verb);

/// Runs it. Needs a QCoreApplication. @return the program's exit code.
[[nodiscard]] int runVerb(const VerbCall &call, VerbEnvironment environment);

/// Says what is wrong before a verb could run: with --json among @p arguments as a document, too.
/// @return exitUsage.
int complainOfUsage(const QStringList &arguments, const QString &verb, const Error &error);

// Each is in a file of its own, <name>verb.cpp.
[[nodiscard]] int runPrepare(VerbContext &context);
[[nodiscard]] int runRender(VerbContext &context);
[[nodiscard]] int runAdd(VerbContext &context);
[[nodiscard]] int runLs(VerbContext &context);
[[nodiscard]] int runShow(VerbContext &context);
[[nodiscard]] int runRm(VerbContext &context);
[[nodiscard]] int runPin(VerbContext &context, bool pinned);
[[nodiscard]] int runVerify(VerbContext &context);
[[nodiscard]] int runAnalyze(VerbContext &context);
[[nodiscard]] int runValidate(VerbContext &context);
[[nodiscard]] int runClear(VerbContext &context);
[[nodiscard]] int runOptimize(VerbContext &context);
[[nodiscard]] int runStats(VerbContext &context);
[[nodiscard]] int runStatus(VerbContext &context);
[[nodiscard]] int runHealth(VerbContext &context);
[[nodiscard]] int runRenders(VerbContext &context);
[[nodiscard]] int runConfig(VerbContext &context);
[[nodiscard]] int runToken(VerbContext &context);
[[nodiscard]] int runDoctor(VerbContext &context);

} // namespace r2cache
