﻿"""Has two byte order marks."""
