"""What the names of committees say of them, without marks and in small letters."""

PLACE_WORDS = ("chi bo", "thon", "xom", "ban", "ap", "khom", "khu pho", "khu", "to dan pho", "to", "pho")
"""What stands before the name of a village or quarter, and need not be in its code."""

KIND_SIGNS = {
    "province": ("tinh uy", "dang bo tinh", "thanh uy thanh pho", "dang bo thanh pho"),
    "district": ("huyen uy", "quan uy", "thi uy", "dang bo huyen", "dang bo quan", "dang bo thi xa"),
    "sub_committee": ("bo phan",),
    "commune": ("xa", "phuong", "thi tran", "dac khu"),
    "grassroots_committee": ("dang uy", "dang bo"),
}
"""The first kind that has a sign in the name."""
