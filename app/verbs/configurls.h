// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbcontext.h"
#include "core/url/configscan.h"

namespace r2cache {

/// What is a video's URL, by the custom domains of the service. @return the errors of connect().
[[nodiscard]] Result<R2UrlRules> rulesOf(VerbContext &context);
/// The same, by our own settings: where there is no service.
[[nodiscard]] R2UrlRules rulesOf(const Settings &settings);

/// The bytes of a file; "-": of standard input. @return Io naming it.
[[nodiscard]] Result<QByteArray> readInput(const QString &path);

/// Writes all of @p bytes or nothing, in one step; to a pipe or device as to any other. @return Io
/// naming the file.
/// @param like  a file whose mode a new one does not exceed: what is private stays so.
[[nodiscard]] Result<>
writeFile(const QString &path, const QByteArray &bytes, const QString &like = {});
/// Whether writeFile() could write there now, which leaves the file as it is. @return as it would.
[[nodiscard]] Result<> checkWritable(const QString &path);
/// Whether both name one file; "-" and nothing name none.
[[nodiscard]] bool isOneFile(const QString &a, const QString &b);

/// Scans @p text, read from @p path, by the custom domains of the service.
/// @return InvalidJson naming the file, line and column; the errors of connect().
[[nodiscard]] Result<ConfigScan>
scanConfig(VerbContext &context, const QString &path, const QByteArray &text);

/// Small configs that together name each URL of @p scan once, in its order: JSON arrays of at most
/// @p maxBytes, so that a config of any size can be asked about. Pure.
[[nodiscard]] QList<QByteArray> urlLists(const ConfigScan &scan, qsizetype maxBytes);

/// What to say of @p strangers, ConfigScan::strangers(), a line each; empty: nothing.
[[nodiscard]] QStringList strangersText(const QMap<QString, int> &strangers);

/// As a person may see @p url: without its signature.
[[nodiscard]] QString shownUrl(const ConfigScan &scan, const ConfigUrl &url);

/// Where each URL is first (ConfigScan::configPath()), by its text.
[[nodiscard]] QHash<QString, QString> pathsByText(const ConfigScan &scan);

/// `options` of process-config and analyze-config from --skip-problematic and its like.
/// @return InvalidArgument.
[[nodiscard]] Result<QJsonObject> processingOptions(const VerbArguments &arguments);

} // namespace r2cache
