// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/manager/signaturetime.h"
#include "core/url/r2url.h"

#include <QCoroTask>
#include <QFuture>
#include <QHash>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <optional>

namespace r2cache {

/// The newest signed URL of each object, until it expires: for readers that come when nobody is
/// there who could sign another one. The only thing that knows signatures for longer than a
/// request.
///
/// Kept in one file of mode 0600, so that they survive a restart. Whole URLs are secrets: none is
/// ever logged. Service thread; the file is written on the pool, at most once a second, and what
/// was kept in the last second before a kill is lost.
class SignedUrls : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        const Clock &clock;
        QThreadPool &pool; ///< Outlives it.
        R2UrlRules rules; ///< Take apart what the file holds.
    };

    /// How many are kept; beyond it those go that expire first.
    static constexpr qsizetype maxUrls = 10'000;

    /// @param path  of the file; empty: nothing outlives the process.
    SignedUrls(QString path, Parts parts, QObject *parent = nullptr);

    /// Takes in what an earlier run kept. Blocks on the disk. What cannot be read is set aside as
    /// "<path>.damaged" with a warning: the cost is that a reader may be told to prepare again.
    void load();

    /// Keeps @p object's URL if it carries a signature that has not expired and that is no older
    /// than the one kept.
    void keep(const R2Url &object);

    /// The object with its newest signed URL; nothing if there is none or it has expired.
    [[nodiscard]] std::optional<R2Url> find(const QString &id) const;

    /// Writes what is not yet in the file. Must come to its end before the object goes.
    [[nodiscard]] QCoro::Task<> flush();

    [[nodiscard]] qsizetype count() const { return m_urls.size(); }

private:
    struct Kept
    {
        R2Url object;
        SignatureTime time;
        QDateTime givenAt;
    };

    bool add(const R2Url &object, const QDateTime &givenAt);
    void dropExpired();
    void makeRoom();
    void changed(); ///< Has the file written, now or when the second is over.
    void save();
    void waitForNextExpiry();

    QString m_path;
    Parts m_parts;
    QHash<QString, Kept> m_urls; ///< id → newest
    QTimer m_pause; ///< While it runs nothing is written.
    QTimer m_expiry; ///< When the next one expires it leaves the file.
    bool m_isDirty = false;
    QFuture<void> m_saving; ///< Finished when nothing is being written.
};

} // namespace r2cache
