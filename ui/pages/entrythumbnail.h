// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QImage>
#include <QTimer>
#include <QWidget>

namespace r2cache {

class ServiceState;
struct EntryInfo;

/// A picture out of a video, as the service makes it; or why there is none.
class EntryThumbnail : public QWidget
{
    Q_OBJECT

public:
    explicit EntryThumbnail(ServiceState &state, QWidget *parent = nullptr);

    /// Asks for the picture unless the next one is to be shown at once.
    void show(const EntryInfo &entry);
    [[nodiscard]] bool hasPicture() const { return !m_picture.isNull(); }
    [[nodiscard]] QString text() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void ask();
    void setPicture(const QImage &picture, const QString &text);

    ServiceState &m_state;
    QString m_id;
    QString m_key; ///< Of the very bytes.
    QImage m_picture;
    QString m_text;
    QTimer m_askSoon;
    QTimer m_patience;
    QCache<QString, QImage> m_known; ///< By key.
};

} // namespace r2cache
