// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>

#include <memory>

namespace r2cache {

/// Reads a FillContent or PassedContent from an offset on, in pieces as a socket takes them, until
/// its end or nothing more comes. The test's thread.
template<typename Content>
class ContentReader : public QObject
{
public:
    explicit ContentReader(std::shared_ptr<Content> content, qint64 offset = 0)
        : m_content(std::move(content))
        , m_offset(offset)
    {
        read();
    }

    QByteArray bytes;
    bool isAtEnd = false;

private:
    void read()
    {
        constexpr qint64 pieceBytes = 65'536;
        for (;;) {
            const auto available = m_content->available(m_offset);
            if (m_offset == m_content->version().length || available < 0) {
                isAtEnd = true;
                return;
            }
            if (available == 0)
                break;
            const auto size = std::min(available, pieceBytes);
            const auto got = m_content->version().file->readAt(m_offset, size);
            bytes += *got;
            m_offset += size;
        }
        // It may be woken when the reader is gone.
        m_content->notify(m_offset, [self = QPointer(this)] {
            const auto goOn = [self] {
                if (self)
                    self->read();
            };
            QMetaObject::invokeMethod(QCoreApplication::instance(), goOn, Qt::QueuedConnection);
        });
    }

    std::shared_ptr<Content> m_content;
    qint64 m_offset;
};

} // namespace r2cache
