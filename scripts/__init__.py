"""What makes files of the repository again: assets, fonts, templates, pictures, pages of the docs."""
