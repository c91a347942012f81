  averment = {
    install_info = {
      location = 'syntax/tree-sitter-averment',
      revision = 'COMMIT-OF-THE-RELEASE',
      url = 'https://github.com/averment/averment',
    },
    maintainers = { '@averment' },
    tier = 2,
  },
