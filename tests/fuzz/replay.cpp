// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for libFuzzer where the compiler has none: feeds a corpus and mutations of it, the same
// ones in each run, to the fuzz function. Usage: fuzz_… CORPUS MUTATIONS
#include "tests/fuzz/fuzzing.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <fcntl.h>
#include <random>
#include <unistd.h>

using namespace r2cache;

namespace {

QByteArray current;

/// Leaves the input of a finding as "fuzz-finding" in the working directory.
void keepInput(int)
{
    const int file = ::open("fuzz-finding", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const auto size = static_cast<std::size_t>(current.size());
    if (file < 0 || ::write(file, current.constData(), size) < 0)
        std::perror("fuzz-finding");
    std::signal(SIGABRT, SIG_DFL);
}

void feed(const QByteArray &input)
{
    current = input;
    LLVMFuzzerTestOneInput(
        reinterpret_cast<const unsigned char *>(input.constData()),
        static_cast<std::size_t>(input.size()));
}

std::vector<QByteArray> inputsIn(const QString &path)
{
    std::vector<QByteArray> inputs;
    const QDir directory(path);
    const auto names = directory.entryList(QDir::Files, QDir::Name);
    for (const auto &name : names) {
        QFile file(directory.filePath(name));
        require(file.open(QIODevice::ReadOnly), "the corpus can be read");
        inputs.push_back(file.readAll());
    }
    return inputs;
}

class Mutator
{
public:
    explicit Mutator(std::vector<QByteArray> inputs)
        : m_inputs(std::move(inputs))
    { }

    QByteArray next()
    {
        auto input = any();
        for (auto changes = 1 + below(4); changes > 0; --changes)
            change(input);
        return input;
    }

private:
    qsizetype below(qsizetype limit) { return static_cast<qsizetype>(m_random()) % limit; }
    const QByteArray &any()
    {
        return m_inputs.at(
            static_cast<std::size_t>(below(static_cast<qsizetype>(m_inputs.size()))));
    }
    QByteArray stretchOf(const QByteArray &bytes)
    {
        const auto begin = below(bytes.size() + 1);
        return bytes.sliced(begin, below(bytes.size() - begin + 1));
    }

    void change(QByteArray &bytes)
    {
        const auto at = below(bytes.size() + 1);
        switch (below(5)) {
        case 0:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(bytes.at(at) ^ (1 << below(8)));
            break;
        case 1:
            bytes.insert(at, static_cast<char>(below(256)));
            break;
        case 2:
            bytes.remove(at, 1 + below(8));
            break;
        case 3:
            bytes.insert(at, stretchOf(bytes));
            break;
        default:
            bytes.insert(at, stretchOf(any()));
            break;
        }
    }

    std::vector<QByteArray> m_inputs;
    std::minstd_rand m_random{1};
};

} // namespace

int main(int argc, char *argv[])
{
    require(argc == 3, "usage: CORPUS MUTATIONS");
    std::signal(SIGABRT, keepInput);
    auto inputs = inputsIn(QString::fromLocal8Bit(argv[1]));
    require(!inputs.empty(), "there is a corpus");
    for (const auto &input : inputs)
        feed(input);
    const auto count = inputs.size();
    const auto mutations = QByteArray(argv[2]).toInt();
    Mutator mutator(std::move(inputs));
    for (int i = 0; i < mutations; ++i)
        feed(mutator.next());
    std::printf("%zu inputs and %d mutations of them\n", count, mutations);
    return 0;
}
