;;; emacs.el --- Writes a bug across two files with eglot  -*- lexical-binding: t -*-

;; Goes through what somebody does who writes a bug across two files: run by test/clients/editors.test.ts in a directory
;; with both.

(package-initialize)
(require 'eglot)
(require 'cl-lib)

(setq create-lockfiles nil
      make-backup-files nil
      eglot-confirm-server-initiated-edits nil
      eglot-connect-timeout 120
      eglot-sync-connect t
      ;; Nobody has clicked: eglot asks in the minibuffer.
      last-nonmenu-event ?x)

(defvar command (split-string (getenv "SCARLINT_COMMAND") "\n"))

(defun wait (what holds)
  "Wait until HOLDS gives something, and say WHAT it is."
  (with-timeout (120 (error "It never came to this: %s" what))
    (while (not (funcall holds)) (accept-process-output nil 0.1)))
  (message "ok %s" what))

(defun found (buffer)
  "What the server says of BUFFER."
  (with-current-buffer buffer
    (flymake-start)
    (flymake-diagnostics)))

(defun act (buffer title)
  "Take the action that begins with TITLE in the fifth line of BUFFER."
  (with-current-buffer buffer
    (goto-char (point-min))
    (forward-line 4)
    (back-to-indentation)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt choices &rest _)
                 (or (cl-find-if (lambda (choice) (string-prefix-p title choice))
                                 (mapcar (lambda (choice) (if (consp choice) (car choice) choice)) choices))
                     (error "There is no action '%s': %S" title choices)))))
      (call-interactively #'eglot-code-actions))
    (eglot--signal-textDocument/didChange)))

(defun type (buffer line)
  "Let the first line of BUFFER be LINE."
  (with-current-buffer buffer
    (goto-char (point-min))
    (delete-region (point) (line-end-position))
    (insert line)
    (eglot--signal-textDocument/didChange)))

(defun holds (buffer text)
  "Whether TEXT is in BUFFER."
  (with-current-buffer buffer (string-match-p (regexp-quote text) (buffer-string))))

(let* ((client (find-file-noselect "client.py"))
       (user (find-file-noselect "user.py"))
       (original (with-current-buffer user (buffer-string)))
       (restore (lambda ()
                  (with-current-buffer user
                    (erase-buffer)
                    (insert original)
                    (eglot--signal-textDocument/didChange)))))
  (add-to-list 'eglot-server-programs (cons 'python-mode command))
  (with-current-buffer user (apply #'eglot--connect (eglot--guess-contact)))
  (dolist (buffer (list client user))
    (with-current-buffer buffer
      (eglot--maybe-activate-editing-mode)
      (unless (eglot-managed-p) (error "%s is not managed" buffer))))

  (type client "async def fetch():")
  (wait "a bug across two files in a buffer that is not saved" (lambda () (= 1 (length (found user)))))

  (let* ((data (flymake-diagnostic-data (car (found user))))
         (related (plist-get (alist-get 'eglot-lsp-diag data) :relatedInformation))
         (location (plist-get (aref related 0) :location)))
    (find-file (eglot--uri-to-path (plist-get location :uri)))
    (goto-char (eglot--lsp-position-to-point (plist-get (plist-get location :range) :start)))
    (wait "its related place"
          (lambda () (and (eq (current-buffer) client) (looking-at "fetch\\|async def fetch")))))

  (act user "Await 'fetch'")
  (wait "a fix" (lambda () (and (holds user "await fetch()") (null (found user)))))

  (funcall restore)
  (wait "the bug again" (lambda () (= 1 (length (found user)))))
  (act user "Silence asyncio/forgotten-await here")
  (wait "a suppression"
        (lambda () (and (holds user "# scarlint: ignore[asyncio/forgotten-await]") (null (found user)))))

  (funcall restore)
  (wait "the bug once more" (lambda () (= 1 (length (found user)))))
  (type client "def fetch():")
  (wait "nothing once it is mended" (lambda () (null (found user))))
  (eglot-shutdown (with-current-buffer user (eglot-current-server)) nil 10))

;;; emacs.el ends here
