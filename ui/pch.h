// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the window's targets: toolkit and standard headers only, never our own.
#pragma once

#include "core/base/pch.h"

#include <QtWidgets>
