// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>

#include <deque>
#include <optional>

namespace r2cache {

/// What has happened lately, as server-sent events: for those who listen, and for those who come
/// back and ask for what they missed. Lives on the service thread.
class EventLog : public QObject
{
    Q_OBJECT

public:
    // Kept: this many at most.
    static constexpr std::size_t maxKept = 1000;
    static constexpr qsizetype maxKeptBytes = qsizetype{1024} * 1024;

    enum class Kind
    {
        Kept, ///< Has an id; is told again to who comes back.
        Passing, ///< The next one of its kind makes up for it: progress.
    };

    /// @param run  tells this run's ids from those of another: letters and digits.
    explicit EventLog(QByteArray run, QObject *parent = nullptr);

    void publish(const QByteArray &type, const QJsonObject &data, Kind kind = Kind::Kept);

    /// What was published after the event @p id, oldest first; nothing when that is not known any
    /// more: then whoever asks has missed something.
    [[nodiscard]] std::optional<QByteArray> textSince(const QByteArray &id) const;

    /// Tells a listener to fetch everything anew: it has missed something. Its id is that of the
    /// newest event.
    [[nodiscard]] QByteArray resyncText() const;

    /// Of the newest event that was kept; "<run>-0" when there is none.
    [[nodiscard]] QByteArray lastId() const { return idOf(m_last); }

Q_SIGNALS:
    void published(const QByteArray &text);

private:
    struct Kept
    {
        quint64 number;
        QByteArray text;
    };

    [[nodiscard]] QByteArray idOf(quint64 number) const;

    QByteArray m_run;
    quint64 m_last = 0;
    std::deque<Kept> m_kept; ///< Oldest first, numbers without gaps.
    qsizetype m_keptBytes = 0;
};

} // namespace r2cache
